namespace BatchRunner.Runner.Bench;

/// <summary>One arrangement, once: how long it took and what it answered.</summary>
/// <param name="Wall">From numbers in hand to answers in hand.</param>
/// <param name="Answers">One line a number, in the order of the numbers.</param>
readonly record struct Trial(TimeSpan Wall, string Answers);
