using System.Text;
using BatchRunner.Jobs.Intake;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;

namespace BatchRunner.Runner.Dashboard;

/// <summary>
/// Takes number files from a page. Each is streamed to disk and into the ledger, never held in memory; the reader ends
/// where the batch is shown.
/// </summary>
static class SubmissionEndpoint
{
    internal const string Path = "/submit";

    /// <summary>A priority takes six characters.</summary>
    const int MostFieldBytes = 64;

    internal static void MapSubmission(this IEndpointRouteBuilder routes) => routes.MapPost(Path, TakeAsync);

    static async Task TakeAsync(HttpContext context, DashboardSetup setup, CancellationToken token)
    {
        if (setup.Submission is not { } submission || context.Features.Get<MultipartReader>() is not { } form)
        {
            await RefuseAsync(context, "Files are not taken here.");
            return;
        }

        var priority = 0;
        LoadOutcome? outcome = null;
        while (await form.ReadNextSectionAsync(token) is { } section)
        {
            var field = section.GetContentDispositionHeader();
            if (field?.Name == FormFields.Priority)
            {
                priority = BatchPriority.Parse(await TextAsync(section.Body, token)) ?? 0;
            }
            else if (field is not null && field.Name == FormFields.File &&
                     FileName(field.FileNameStar.Value ?? field.FileName.Value) is { } name)
            {
                outcome = await submission.SubmitStreamAsync(section.Body, name, priority, again: false, token);
            }
        }
        await AnswerAsync(context, outcome);
    }

    static Task AnswerAsync(HttpContext context, LoadOutcome? outcome)
    {
        switch (outcome)
        {
            case LoadOutcome.Loaded loaded:
                ActionEndpoints.SeeOther(context, $"/batches/{loaded.BatchId}?did={ActionNotice.Submitted}");
                return Task.CompletedTask;
            case LoadOutcome.Duplicate duplicate:
                ActionEndpoints.SeeOther(context, $"/batches/{duplicate.BatchId}?did={ActionNotice.Duplicate}");
                return Task.CompletedTask;
            case LoadOutcome.Unreadable unreadable:
                return RefuseAsync(context, unreadable.Reason);
            case LoadOutcome.TakenAway:
                return RefuseAsync(context, "The batch was cancelled while the file was being read.");
            default:
                return RefuseAsync(context, "Choose a file first.");
        }
    }

    static Task RefuseAsync(HttpContext context, string reason) =>
        PageEndpoints.ShowAsync(context, 400, "No file was taken", reason);

    /// <summary>The last part of what a browser calls the file, without what no file system should hold.</summary>
    static string? FileName(string? sent)
    {
        var name = (sent ?? "").Trim('"');
        name = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        name = string.Concat(name.Select(c => char.IsControl(c) ? '_' : c)).Trim();
        return name is "" or "." or ".." ? null : name;
    }

    static async Task<string> TextAsync(Stream body, CancellationToken token)
    {
        var bytes = new byte[MostFieldBytes];
        return Encoding.UTF8.GetString(
            bytes, 0, await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, token));
    }
}
