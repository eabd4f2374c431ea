using System.Globalization;
using System.Text;
using System.Xml;

namespace BatchRunner.Runner.Bench;

/// <summary>
/// A picture under construction: rectangles, lines and text in the house's colours, which follow the reader's choice of
/// light or dark. It needs no script, no font and no other file.
/// </summary>
sealed class SvgSheet : IDisposable
{
    const string Namespace = "http://www.w3.org/2000/svg";

    const double LetterWidth = 6.6;

    const string Style = """
        :root { color-scheme: light dark; --text: #1b2422; --quiet: #55625e; --line: #d9e0dd; --panel: #ffffff;
          --serial: #8b9994; --threads: #b8770f; --processes: #4a6fa5; --queue: #178a7c; --mark: #c0362c; }
        @media (prefers-color-scheme: dark) { :root { --text: #e6ecea; --quiet: #a2b0ab; --line: #2d3835; --panel: #19201e;
          --serial: #7d8a86; --threads: #e0a63a; --processes: #7fa6dd; --queue: #3db7a5; --mark: #f07a6f; } }
        text { font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; fill: var(--text);
          font-variant-numeric: tabular-nums; paint-order: stroke; stroke: var(--panel); stroke-width: 3px; }
        .panel { fill: var(--panel); stroke: var(--line); }
        .title { font-size: 17px; font-weight: 650; } .head { font-weight: 650; }
        .column { font-size: 11px; font-weight: 650; } .quiet { fill: var(--quiet); }
        .small { font-size: 11px; fill: var(--quiet); } .strong { font-weight: 650; }
        .end { text-anchor: end; } .middle { text-anchor: middle; }
        .rule { stroke: var(--line); } .dashed { stroke: var(--quiet); stroke-dasharray: 2 3; }
        .mark { stroke: var(--mark); stroke-width: 2; }
        .serial { fill: var(--serial); } .threads { fill: var(--threads); } .processes { fill: var(--processes); }
        .queue { fill: var(--queue); }
        """;

    readonly StringBuilder _text = new();
    readonly XmlWriter _xml;

    /// <param name="width">User units, as everything here.</param>
    /// <param name="title">What a reader who cannot see the picture is told first.</param>
    /// <param name="description">And then.</param>
    internal SvgSheet(int width, int height, string title, string description)
    {
        _xml = XmlWriter.Create(_text, new() { Indent = true, OmitXmlDeclaration = true, NewLineChars = "\n" });
        _xml.WriteStartElement("svg", Namespace);
        Attributes(("viewBox", $"0 0 {width} {height}"), ("width", $"{width}"), ("height", $"{height}"),
            ("role", "img"), ("aria-labelledby", "title description"));
        Element("title", title, ("id", "title"));
        Element("desc", description, ("id", "description"));
        Element("style", Style);
        Rectangle("panel", 0.5, 0.5, width - 1, height - 1, 12);
    }

    internal void Rectangle(string kind, double x, double y, double width, double height, double radius)
    {
        _xml.WriteStartElement("rect", Namespace);
        Attributes(("class", kind), ("x", Text(x)), ("y", Text(y)), ("width", Text(Math.Max(0, width))),
            ("height", Text(height)), ("rx", Text(radius)));
        _xml.WriteEndElement();
    }

    internal void Dot(string kind, double x, double y, double radius)
    {
        _xml.WriteStartElement("circle", Namespace);
        Attributes(("class", kind), ("cx", Text(x)), ("cy", Text(y)), ("r", Text(radius)));
        _xml.WriteEndElement();
    }

    internal void Line(string kind, double x1, double y1, double x2, double y2)
    {
        _xml.WriteStartElement("line", Namespace);
        Attributes(("class", kind), ("x1", Text(x1)), ("y1", Text(y1)), ("x2", Text(x2)), ("y2", Text(y2)));
        _xml.WriteEndElement();
    }

    internal void Write(string kind, double x, double y, string words) =>
        Element("text", words, ("class", kind), ("x", Text(x)), ("y", Text(y)));

    /// <summary>Cut to a width, by what a letter takes on average.</summary>
    internal static string Fit(string words, int width) =>
        words.Length * LetterWidth <= width ? words : words[..Math.Max(1, (int)(width / LetterWidth) - 1)] + "…";

    /// <summary>The whole document; nothing can be added afterwards.</summary>
    internal string Finish()
    {
        _xml.WriteEndElement();
        _xml.Close();
        return _text.Append('\n').ToString();
    }

    public void Dispose() => _xml.Dispose();

    void Element(string name, string words, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        _xml.WriteStartElement(name, Namespace);
        Attributes(attributes);
        _xml.WriteString(Printable(words));
        _xml.WriteEndElement();
    }

    void Attributes(params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        foreach (var (name, value) in attributes) _xml.WriteAttributeString(name, value);
    }

    /// <summary>A file's name may hold characters that no XML document may.</summary>
    static string Printable(string words) => string.Concat(words.Select(c => XmlConvert.IsXmlChar(c) ? c : '?'));

    static string Text(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
