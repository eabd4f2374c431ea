using System.Numerics;

namespace BatchRunner.Runner.Bench;

/// <summary>Numbers that every arrangement factors.</summary>
/// <param name="Name">What the table and the chart call it.</param>
/// <param name="Explanation">What is in it, for somebody who has not read the post.</param>
/// <param name="Numbers">In the order of the file.</param>
/// <param name="Algorithm">What factors them outside the queue, which always uses the engine.</param>
sealed record NumberSet(string Name, string Explanation, BigInteger[] Numbers, IAlgorithm Algorithm);
