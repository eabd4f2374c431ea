using System.Text.RegularExpressions;
using BatchRunner.Runner.Dashboard;
using Hangfire.Dashboard;
using Hangfire.Dashboard.Pages;

namespace BatchRunner.Hangfire.Pages;

/// <summary>
/// One of our pages inside Hangfire's frame. It stands in a shadow tree with our stylesheet, so that neither side's
/// styles reach the other's.
/// </summary>
abstract partial class GuestPage(DashboardPages pages) : RazorPage
{
    // In a shadow tree there is no document to be dressed, only the element it hangs on; and the document around has
    // letters of another size.
    static readonly string Style = RootSize.Replace(
        DashboardPages.Stylesheet.Replace(":root", ":host", StringComparison.Ordinal)
            .Replace("\nbody {", "\n:host { display: block;", StringComparison.Ordinal) + InItsFrame,
        "calc($1 * 16px)");

    /// <summary>The frame has a ground and margins of its own.</summary>
    const string InItsFrame = ":host { background: none; } main { margin: 0; padding: 0 0 2rem; }";

    protected DashboardPages Pages => pages;

    /// <summary>Where links of our pages lead while they stand here.</summary>
    protected string Root => Url.To("").TrimEnd('/');

    /// <returns>Our page, and what stands above and below it in Hangfire's own style.</returns>
    protected abstract (string Title, string Above, string Content, string Below) Read();

    [GeneratedRegex("([0-9]*\\.?[0-9]+)rem\\b")]
    static partial Regex RootSize { get; }

    public override void Execute()
    {
        var (title, above, content, below) = Read();
        Layout = new LayoutPage(title);
        WriteLiteral($"{above}<div><template shadowrootmode=\"open\"><style>{Style}</style><main>{content}</main></template></div>{below}");
    }
}
