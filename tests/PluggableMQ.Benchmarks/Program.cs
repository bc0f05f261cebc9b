using System.Globalization;
using BenchmarkDotNet.Running;
using PluggableMQ.Benchmarks;

LoadedPlugins.Publish();
// Variants that must be measured side by side in one process are not BenchmarkDotNet's way.
if (args is ["hook-cost", .. var rest])
    await HookCost.RunAsync(rest.Length > 0 ? int.Parse(rest[0], CultureInfo.InvariantCulture) : 40, rest.Length > 1 ? rest[1] : null);
else BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
