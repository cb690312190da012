"""What the engines of the platform are asked for this stage: whom to meet, and when."""
