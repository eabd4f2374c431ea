using BatchRunner.Runner.Dashboard;
using Hangfire.Dashboard;
using Hangfire.Dashboard.Pages;

namespace BatchRunner.Hangfire.Pages;

/// <summary>
/// One of our pages inside Hangfire's frame. It stands in a shadow tree with our stylesheet, so that neither side's
/// styles reach the other's.
/// </summary>
abstract class GuestPage(DashboardPages pages) : RazorPage
{
    // In a shadow tree there is no document to be dressed, only the element it hangs on.
    static readonly string Style =
        DashboardPages.Stylesheet.Replace(":root", ":host", StringComparison.Ordinal)
            .Replace("\nbody {", "\n:host { display: block; padding: 1rem 0;", StringComparison.Ordinal);

    protected DashboardPages Pages => pages;

    /// <summary>Where links of our pages lead while they stand here.</summary>
    protected string Root => Url.To("").TrimEnd('/');

    protected abstract (string Title, string Content, string Below) Read();

    public override void Execute()
    {
        var (title, content, below) = Read();
        Layout = new LayoutPage(title);
        WriteLiteral($"<div><template shadowrootmode=\"open\"><style>{Style}</style>{content}</template></div>{below}");
    }
}
