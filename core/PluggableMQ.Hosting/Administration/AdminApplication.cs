using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using PluggableMQ.Hosting.Administration.Reports;

namespace PluggableMQ.Hosting.Administration;

/// <summary>Answers <c>/health</c>, <c>/plugins</c> and <c>/plugins/ID</c> with JSON. Reads only: nothing can be changed through it.</summary>
internal sealed class AdminApplication(AdminService service, ILogger logger) : IHttpApplication<IFeatureCollection>
{
    private const string PluginsPath = "/plugins";
    private static readonly string[] Paths = ["/health", PluginsPath, $"{PluginsPath}/{{id}}"];

    private readonly PluginReports _reports = new(service);

    /// <inheritdoc/>
    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    /// <inheritdoc/>
    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }

    /// <inheritdoc/>
    public async Task ProcessRequestAsync(IFeatureCollection context)
    {
        var request = context.Get<IHttpRequestFeature>()!;
        (int Status, byte[] Body) answer;
        try
        {
            answer = Answer(request);
        }
        catch (Exception e)
        {
            // What plugins tell about themselves is their code; an operator sees that it failed, and the host goes on.
            logger.AdminRequestFailed(request.Path, e);
            answer = Error(500, $"{e.GetType().Name}: {e.Message}");
        }

        await WriteAsync(context, answer.Status, answer.Body);
    }

    private (int Status, byte[] Body) Answer(IHttpRequestFeature request)
    {
        if (!IsExpected(request.Headers.Host.ToString())) return Error(403, "Call this endpoint by its IP address or as localhost: a name could be a stranger's that points here.");
        if (request.Method != "GET") return Error(405, $"{request.Method} is not possible: this endpoint only shows. Use GET.");
        if (request.Path == Paths[0])
        {
            var health = _reports.ReadHealth();
            return (health.IsHealthy ? 200 : 503, ReportJson.Write(health));
        }

        if (request.Path == PluginsPath) return (200, ReportJson.Write(_reports.ReadAll()));
        if (!request.Path.StartsWith($"{PluginsPath}/", StringComparison.Ordinal)) return Error(404, $"There is no {request.Path}.");
        var id = request.Path[(PluginsPath.Length + 1)..];
        return _reports.Find(id) is { } details
            ? (200, ReportJson.Write(details))
            : Error(404, _reports.ExplainMissing(id));
    }

    // A page in a browser can have a name that its owner points at 127.0.0.1, and would then read all this.
    private bool IsExpected(string host)
    {
        if (service.Roles.Any(r => r.Settings.Admin.AdminAllowRemote)) return true;
        var name = new Microsoft.AspNetCore.Http.HostString(host).Host;
        return name is "" or "localhost" || IPAddress.TryParse(name.Trim('[', ']'), out _);
    }

    private static (int Status, byte[] Body) Error(int status, string text) => (status, ReportJson.Write(new AdminError { Error = text, Paths = Paths }));

    private static async Task WriteAsync(IFeatureCollection context, int status, byte[] body)
    {
        var response = context.Get<IHttpResponseFeature>()!;
        response.StatusCode = status;
        response.Headers.ContentType = "application/json; charset=utf-8";
        response.Headers.ContentLength = body.Length;
        response.Headers.CacheControl = "no-store";
        if (status == 405) response.Headers.Allow = "GET";
        var output = context.Get<IHttpResponseBodyFeature>()!;
        await output.Writer.WriteAsync(body);
        await output.CompleteAsync();
    }
}
