"""What is wrong with the learning rows: their labels, rows that repeat or contradict, columns that say nothing."""
