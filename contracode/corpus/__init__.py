"""What is trained and measured on: functions, types, clones and images of pinned packages."""
