using System.Diagnostics;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using RegionSud.AiWorkflow.Edge;
using RegionSud.AiWorkflow.Tests.Forms;

namespace RegionSud.AiWorkflow.Tests.Publish;

// The process of the house has the same short name.
using Process = System.Diagnostics.Process;

/// <summary>What is deployed to Azure: all that the Functions host looks for beside the program.</summary>
[Trait("Category", "Slow")]
public sealed class PublishTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private static readonly string Root = Path.GetFullPath(Path.Combine(SampleFiles.Folder, "..", ".."));


    /// <summary>That of this run: what it has built is published, since another build would cost more than all the rest.</summary>
    private static readonly string Configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    private readonly string folder = Directory.CreateTempSubdirectory("aiworkflow-publish-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_publish_gives_all_that_the_Functions_host_and_the_rules_need()
    {
        await PublishAsync();

        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Root, "host.json"), Cancellation), await TextAsync("host.json"));
        using var functions = JsonDocument.Parse(await TextAsync("functions.metadata"));
        var declared = typeof(EdgeRegistration).Assembly.GetTypes().SelectMany(type => type.GetMethods())
            .Select(method => method.GetCustomAttributes(typeof(FunctionAttribute), false).OfType<FunctionAttribute>().SingleOrDefault()?.Name)
            .OfType<string>();
        Assert.Equal(declared.Order(StringComparer.Ordinal), functions.RootElement.EnumerateArray().Select(function => function.GetProperty("name").GetString()!).Order(StringComparer.Ordinal));
        using var worker = JsonDocument.Parse(await TextAsync("worker.config.json"));
        var program = worker.RootElement.GetProperty("description").GetProperty("defaultWorkerPath").GetString()!;
        Assert.True(File.Exists(Path.Combine(folder, program)), program);
        var extensions = await TextAsync(Path.Combine(".azurefunctions", "extensions.json"), "extensions.json");
        Assert.Contains("DurableTask", extensions, StringComparison.Ordinal);
        Assert.Contains("AzureStorageBlobs", extensions, StringComparison.Ordinal);
        var rules = Path.Combine(Root, "orchestrations", "Charter");
        Assert.Equal(Files(rules, "*.yaml"), Files(Path.Combine(folder, "Charter"), "*.yaml"));
    }

    [Fact]
    public void The_style_sheets_and_fonts_are_inside_the_program()
    {
        var embedded = typeof(EdgeRegistration).Assembly.GetManifestResourceNames();

        Assert.Contains("styles/pico.css", embedded);
        Assert.Contains("styles/site.css", embedded);
        Assert.Contains(embedded, name => name.StartsWith("Forms.Fonts.", StringComparison.Ordinal));
    }

    private async Task PublishAsync()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = Root };
        foreach (var argument in (string[])["publish", "functions", "--no-build", "--configuration", Configuration, "--output", folder, "--verbosity", "quiet", "--nologo"])
            start.ArgumentList.Add(argument);
        using var publish = Process.Start(start)!;
        var said = Task.WhenAll(publish.StandardOutput.ReadToEndAsync(Cancellation), publish.StandardError.ReadToEndAsync(Cancellation));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(Limit);
        try
        {
            await publish.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            publish.Kill(entireProcessTree: true);
            throw;
        }

        Assert.True(publish.ExitCode == 0, string.Join(Environment.NewLine, await said));
    }

    /// <summary>The text of the first of these files that is there.</summary>
    private Task<string> TextAsync(params string[] names)
    {
        var found = names.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        Assert.True(found is not null, $"{names[0]} is not published: {string.Join(", ", Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal))}");
        return File.ReadAllTextAsync(found!, Cancellation);
    }

    private static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal);
}
