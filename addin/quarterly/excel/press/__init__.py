"""What happens when a button on the ribbon is pressed."""
