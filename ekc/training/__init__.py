"""Training and intervisie: what coordinators learn together, who comes, who was there."""
