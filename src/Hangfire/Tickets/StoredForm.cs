using Hangfire;

namespace BatchRunner.Hangfire.Tickets;

/// <summary>How tickets are written: by names without versions, so that the next release reads them.</summary>
static class StoredForm
{
    internal static void Use() => GlobalConfiguration.Configuration.UseSimpleAssemblyNameTypeSerializer();
}
