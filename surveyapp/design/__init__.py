"""What designers do: look at published questionnaires, open rounds and run them."""
