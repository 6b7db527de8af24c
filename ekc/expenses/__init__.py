"""What a volunteer spent and claims; the allowance rules of each year; what goes to the payroll office."""
