{
  numbers = readvec(getenv("NUMBERS"));
  for (i = 1, #numbers,
    found = factor(numbers[i]);
    line = Str(numbers[i], ":");
    for (j = 1, #found[, 1], for (k = 1, found[j, 2], line = Str(line, " ", found[j, 1])));
    print(line));
}
quit
