namespace BatchRunner.Runner.Factor;

/// <summary>How <c>factor</c> writes an answer.</summary>
[Flags]
public enum AnswerLayout
{
    /// <summary><c>360: 2 2 2 3 3 5</c></summary>
    Plain = 0,

    /// <summary><c>360: 2^3 3^2 5</c></summary>
    Exponents = 1,

    /// <summary>One JSON object a line, with the factors as strings and the method.</summary>
    JsonLines = 2,
}
