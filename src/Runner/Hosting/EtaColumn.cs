using Spectre.Console;
using Spectre.Console.Rendering;

namespace BatchRunner.Runner.Hosting;

/// <summary>The words of an estimate beside a bar.</summary>
/// <param name="words">By the id of the bar's task.</param>
sealed class EtaColumn(IReadOnlyDictionary<int, string> words) : ProgressColumn
{
    protected override bool NoWrap => true;

    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
        new Text(words.GetValueOrDefault(task.Id, ""), new Style(Color.Grey));
}
