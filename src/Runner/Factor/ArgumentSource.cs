using System.Text;

namespace BatchRunner.Runner.Factor;

/// <summary>The numbers of the command line.</summary>
sealed class ArgumentSource(IReadOnlyList<string> arguments) : INumberSource
{
    int _next;

    public bool HasMore => _next < arguments.Count;

    public bool TryFill(NumberBlock block)
    {
        block.Clear();
        for (; _next < arguments.Count; _next++)
        {
            // Blanks before a number are accepted and blanks after it are not, as GNU factor does with an argument.
            var token = Encoding.UTF8.GetBytes(arguments[_next].TrimStart(' ', '\t'));
            if (!block.TryAdd(token, line: 0)) break;
        }
        return block.Count > 0;
    }
}
