using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BatchRunner.Runner.Dashboard;

/// <summary>Stylesheet, script and icon, embedded: they work from any working directory and in a single file.</summary>
static class DashboardAssets
{
    internal const string Path = "/assets";
    const string Prefix = "dashboard/";

    static readonly FrozenDictionary<string, Asset> All = typeof(DashboardAssets).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .Select(Read)
        .ToFrozenDictionary(asset => asset.Name);

    internal static void MapAssets(this IEndpointRouteBuilder routes) =>
        routes.MapGet(Path + "/{name}", (string name, HttpContext context) =>
        {
            if (!All.TryGetValue(name, out var asset)) return Results.NotFound();

            // The address names the content: another version has another address.
            context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
            return Results.Bytes(asset.Bytes, asset.Type);
        });

    /// <summary>The address of an asset under the root of the dashboard.</summary>
    internal static string Address(string name) => $"{Path}/{name}?v={All[name].Version}";

    internal static string Text(string name) => Encoding.UTF8.GetString(All[name].Bytes);

    static Asset Read(string resource)
    {
        using var stream = typeof(DashboardAssets).Assembly.GetManifestResourceStream(resource)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        var name = resource[Prefix.Length..];
        return new(name, bytes, System.IO.Path.GetExtension(name) switch
        {
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            _ => "image/svg+xml",
        }, Convert.ToHexStringLower(SHA256.HashData(bytes))[..12]);
    }

    sealed record Asset(string Name, byte[] Bytes, string Type, string Version);
}
