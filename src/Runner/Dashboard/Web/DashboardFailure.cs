using BatchRunner.Storage;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BatchRunner.Runner.Dashboard;

/// <summary>Turns what went wrong in a request into an answer that says what to do.</summary>
static partial class DashboardFailure
{
    internal static Task ShowAsync(HttpContext context)
    {
        var exception = context.Features.Get<IExceptionHandlerFeature>()?.Error;
        var (status, title, message) = exception switch
        {
            LedgerException e => (503, "The ledger cannot be read now", e.Message),
            BadHttpRequestException e =>
                (e.StatusCode, "This request cannot be read", "Check the address and try again."),
            _ => (500, "Something went wrong here", "The log of the service says more."),
        };
        if (status == 500 && exception is not null)
        {
            var logger = context.RequestServices.GetRequiredService<ILogger<DashboardHost>>();
            LogFailed(logger, exception, context.Request.Path);
        }
        return PageEndpoints.ShowAsync(context, status, title, message);
    }

    [LoggerMessage(3602, LogLevel.Error, "The dashboard failed on {Path}")]
    static partial void LogFailed(ILogger logger, Exception exception, string path);
}
