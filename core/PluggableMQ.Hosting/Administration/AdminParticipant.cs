using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Hosting.Roles;

namespace PluggableMQ.Hosting.Administration;

/// <summary>Shows a role on the admin endpoint of its settings, from when all is up until the stop begins.</summary>
internal sealed class AdminParticipant(AdminService service, RoleHost role, AdminAddress? address) : ILifecycleParticipant
{
    private bool _listens;

    /// <summary>Where the endpoint listens, with the real port; null while it does not.</summary>
    public AdminAddress? Listening { get; private set; }

    /// <inheritdoc/>
    public int Stage => LifecycleStage.Ready;

    /// <inheritdoc/>
    public async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        service.Add(role);
        if (address is null) return;
        Listening = await service.ListenAsync(address, cancellationToken);
        _listens = true;
    }

    /// <inheritdoc/>
    public async ValueTask StopAsync(CancellationToken cancellationToken)
    {
        service.Remove(role);
        if (!_listens) return;
        _listens = false;
        Listening = null;
        await service.CloseAsync(address!, cancellationToken);
    }
}
