using System.Text;
using Spectre.Console;

namespace BatchRunner.Runner.Terminal;

/// <summary>The output as text, and as tables that are plain when nobody but a program looks at them.</summary>
static class Screen
{
    /// <summary>Wide enough that no table breaks its cells when it is read by a program.</summary>
    const int WidthWhenRedirected = 240;

    /// <summary>Text for the process's output; <see cref="BrokenPipeException"/> when its reader went away.</summary>
    public static TextWriter Output { get; } =
        new StreamWriter(new StandardOutputStream(), new UTF8Encoding(false), 64 * 1024) { NewLine = "\n" };

    /// <summary>Tables and coloured text for the process's output.</summary>
    public static IAnsiConsole Console { get; } = Create(Output, System.Console.IsOutputRedirected);

    /// <summary>Bars and notes beside the data.</summary>
    public static IAnsiConsole Messages { get; } = Create(System.Console.Error, System.Console.IsErrorRedirected);

    /// <summary>A table as every verb shows it.</summary>
    public static Table Table(params ReadOnlySpan<string> columns)
    {
        var table = new Table().Border(System.Console.IsOutputRedirected ? TableBorder.None : TableBorder.Rounded);
        foreach (var column in columns) table.AddColumn(new TableColumn(Markup.Escape(column)).NoWrap());
        return table;
    }

    /// <summary>A row of plain text: what stands in a file's name must not be read as markup.</summary>
    public static void AddRow(Table table, params ReadOnlySpan<string> cells)
    {
        var texts = new Text[cells.Length];
        for (var i = 0; i < cells.Length; i++) texts[i] = new(Printable(cells[i]));
        table.AddRow(texts);
    }

    /// <summary>A line with marks of colour, longer than the screen if it has to be.</summary>
    public static void Line(string markup)
    {
        if (System.Console.IsOutputRedirected) Output.WriteLine(Markup.Remove(markup));
        else Console.MarkupLine(markup);
    }

    /// <summary>Text of others, to stand in a <see cref="Line"/>.</summary>
    public static string Plain(string text) => Markup.Escape(Printable(text));

    public static void Write(Spectre.Console.Rendering.IRenderable what)
    {
        Console.Write(what);
        Output.Flush();
    }

    /// <summary>Control characters would move the cursor or colour the terminal.</summary>
    static string Printable(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? '?' : c)) : text;

    static IAnsiConsole Create(TextWriter writer, bool isRedirected)
    {
        var isPlain = isRedirected || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 };
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new Paper(writer, isRedirected),
            Ansi = isRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isPlain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = isRedirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        return console;
    }

    sealed class Paper(TextWriter writer, bool isRedirected) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => !isRedirected;

        public int Width => isRedirected ? WidthWhenRedirected : Math.Max(System.Console.WindowWidth, 40);

        public int Height => isRedirected ? 24 : Math.Max(System.Console.WindowHeight, 4);

        public void SetEncoding(Encoding encoding) { }
    }
}
