using Microsoft.Extensions.Logging;
using PluggableMQ.Hosting.Composition;
using PluggableMQ.Hosting.Roles;

namespace PluggableMQ.Hosting.Administration;

/// <summary>The roles of a process that run, and the admin endpoints that show them. Roles that name the same address share one endpoint.</summary>
/// <remarks>Roles start and stop one at a time; reading is safe from any thread.</remarks>
internal sealed class AdminService(PluginHost host)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<AdminAddress, (AdminEndpoint Endpoint, int Users)> _endpoints = [];
    private readonly ILogger _logger = host.LoggerFactory.CreateLogger("PluggableMQ.Hosting.Admin");
    private IReadOnlyList<RoleHost> _roles = [];

    /// <summary>The process's plugins.</summary>
    public PluginHost Host => host;

    /// <summary>The roles that run, in the order of their start.</summary>
    public IReadOnlyList<RoleHost> Roles => Volatile.Read(ref _roles);

    /// <summary>Shows a role from now on.</summary>
    public void Add(RoleHost role)
    {
        lock (_lock) _roles = [.. _roles, role];
    }

    /// <summary>Shows a role no longer.</summary>
    public void Remove(RoleHost role)
    {
        lock (_lock) _roles = [.. _roles.Where(r => r != role)];
    }

    /// <summary>Listens on an address, or joins the endpoint that does; returns where, with the real port.</summary>
    /// <exception cref="HostConfigurationException">It cannot listen there.</exception>
    public async Task<AdminAddress> ListenAsync(AdminAddress address, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_endpoints.TryGetValue(address, out var there))
            {
                _endpoints[address] = (there.Endpoint, there.Users + 1);
                return there.Endpoint.Address;
            }
        }

        var endpoint = await AdminEndpoint.StartAsync(address, new AdminApplication(this, _logger), cancellationToken);
        lock (_lock) _endpoints[address] = (endpoint, 1);
        _logger.AdminListening(endpoint.Address.ToString());
        return endpoint.Address;
    }

    /// <summary>Leaves an endpoint; the last that leaves closes it.</summary>
    public async Task CloseAsync(AdminAddress address, CancellationToken cancellationToken)
    {
        AdminEndpoint endpoint;
        lock (_lock)
        {
            if (!_endpoints.TryGetValue(address, out var there)) return;
            endpoint = there.Endpoint;
            if (there.Users > 1)
            {
                _endpoints[address] = (endpoint, there.Users - 1);
                return;
            }

            _endpoints.Remove(address);
        }

        await endpoint.StopAsync(cancellationToken);
    }
}
