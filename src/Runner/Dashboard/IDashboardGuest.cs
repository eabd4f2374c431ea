using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace BatchRunner.Runner.Dashboard;

/// <summary>Pages of somebody else on the dashboard's server, behind the same gates.</summary>
public interface IDashboardGuest
{
    void AddServices(IServiceCollection services);

    /// <summary>Maps its pages; called behind the gates.</summary>
    void Map(WebApplication app);

    /// <summary>True of a request that changes nothing although it is no plain read.</summary>
    bool IsRead(HttpRequest request);
}
