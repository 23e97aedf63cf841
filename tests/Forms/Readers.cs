using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Adapters.Forms;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Tests.Forms;

/// <summary>The readers and writers as the product puts them together.</summary>
internal static class Readers
{
    private static readonly ServiceProvider Services = new ServiceCollection()
        .AddSingleton(Rules)
        .AddForms(new ConfigurationBuilder().Build())
        .BuildServiceProvider();

    public static CharterRules Rules => Storage.Sample.Rules;

    public static IReadOnlyList<IFormWriter> Writers { get; } = [.. Services.GetServices<IFormWriter>()];

    public static IReadOnlyList<IFormReader> All { get; } = [.. Services.GetServices<IFormReader>()];

    /// <summary>Who reads a file, by its bytes; null when nobody does.</summary>
    public static IFormReader? For(byte[] content) => All.FirstOrDefault(reader => reader.Recognises(content));

    /// <summary>One reader with the time and the stack that the product gives it.</summary>
    public static IFormReader Of<T>()
        where T : IFormReader => new TimedReader(ActivatorUtilities.CreateInstance<T>(Services), TimeSpan.FromSeconds(Rules.Intake.Files.Seconds));
}
