using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace RegionSud.AiWorkflow.Tests.Benchmarks;

/// <summary>Measures a class of benchmarks in this process, and gives its table.</summary>
internal static class Figures
{
    public static string Of<T>()
    {
        var log = new AccumulationLogger();
        BenchmarkRunner.Run<T>(ManualConfig.CreateEmpty()
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
            .AddColumnProvider(DefaultConfig.Instance.GetColumnProviders().ToArray())
            .AddColumn(StatisticColumn.Median)
            .AddExporter(MarkdownExporter.Console)
            .AddLogger(log)
            .WithArtifactsPath(Path.Combine(Path.GetTempPath(), typeof(T).Name))
            .WithOptions(ConfigOptions.DisableOptimizationsValidator));
        return log.GetLog();
    }
}
