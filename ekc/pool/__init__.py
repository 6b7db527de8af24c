"""The coordinators: training, VOG, availability, load."""
