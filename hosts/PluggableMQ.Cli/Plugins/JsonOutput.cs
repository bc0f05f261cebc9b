using System.Text;
using PluggableMQ.Hosting.Administration.Reports;

namespace PluggableMQ.Hosts.Cli.Plugins;

/// <summary>Prints reports for programs, in the form that the admin endpoint has, too.</summary>
internal static class JsonOutput
{
    public static void Write<T>(T report) => Console.Out.WriteLine(Encoding.UTF8.GetString(ReportJson.Write(report)));
}
