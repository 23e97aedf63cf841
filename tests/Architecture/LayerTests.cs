using System.Text.RegularExpressions;
using Microsoft.DurableTask;
using NetArchTest.Rules;
using RegionSud.AiWorkflow.Edge;

namespace RegionSud.AiWorkflow.Tests.Architecture;

/// <summary>What the process may know, and what its orchestrators may not do.</summary>
public sealed partial class LayerTests
{
    private const int LineLimit = 250;

    private static string Root { get; } = Path.GetFullPath(Path.Combine(Forms.SampleFiles.Folder, "..", ".."));

    [Fact]
    public void The_process_references_nothing_of_HTTP_mail_or_Azure()
    {
        string[] forbidden = ["Microsoft.AspNetCore", "System.Net", "Azure", "Microsoft.Azure", "MailKit", "MimeKit", "SendGrid", "DurableTask"];
        var references = typeof(Process).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name!).ToList();

        Assert.DoesNotContain(references, name => forbidden.Any(start => name == start || name.StartsWith(start + ".", StringComparison.Ordinal)));
        Assert.DoesNotContain(references, name => name.StartsWith("RegionSud", StringComparison.Ordinal));
    }

    [Fact]
    public void The_charter_and_the_cases_know_no_port_but_the_case_files_desk()
    {
        var pure = Types.InAssembly(typeof(Process).Assembly).That()
            .ResideInNamespaceStartingWith("RegionSud.AiWorkflow.Charter").Should()
            .NotHaveDependencyOnAny("RegionSud.AiWorkflow.Ports", "Microsoft.DurableTask").GetResult();

        Assert.True(pure.IsSuccessful, string.Join(", ", pure.FailingTypeNames ?? []));
    }

    [Fact]
    public void Rules_are_not_at_the_edge()
    {
        var edge = Types.InAssembly(typeof(EdgeRegistration).Assembly).That()
            .Inherit(typeof(TaskOrchestrator<,>)).Or().Inherit(typeof(TaskActivity<,>)).GetTypes();

        Assert.Empty(edge);
    }

    /// <summary>The analyzers hold most of this; a cancelled source that is awaited is theirs to miss, and its continuations run on another thread.</summary>
    [Fact]
    public void Orchestrators_use_no_wall_clock_no_awaited_cancellation_and_no_thread()
    {
        var orchestrators = Directory.GetFiles(Path.Combine(Root, "orchestrations"), "*.cs", SearchOption.AllDirectories)
            .Where(IsSource)
            .Select(path => (Path: path, Code: Comment().Replace(File.ReadAllText(path), "")))
            .Where(file => file.Code.Contains(": TaskOrchestrator<", StringComparison.Ordinal) || file.Code.Contains("this TaskOrchestrationContext", StringComparison.Ordinal))
            .ToList();

        Assert.True(orchestrators.Count >= 8);
        Assert.All(orchestrators, file => Assert.DoesNotMatch(Forbidden(), OrchestratorPart(file.Code)));
    }

    /// <summary>For information: a long file is a question to its author, not an error.</summary>
    [Fact]
    public void Long_files_are_named()
    {
        foreach (var path in Directory.GetFiles(Root, "*.cs", SearchOption.AllDirectories).Concat(Directory.GetFiles(Root, "*.razor", SearchOption.AllDirectories)).Where(IsSource))
        {
            var lines = File.ReadLines(path).Count();
            if (lines > LineLimit)
                TestContext.Current.TestOutputHelper?.WriteLine($"{Path.GetRelativePath(Root, path)}: {lines} lines");
        }
    }

    private static bool IsSource(string path) => Path.GetRelativePath(Root, path).Split(Path.DirectorySeparatorChar) is var parts &&
        !parts.Any(part => part is "bin" or "obj" or "node_modules" || part.StartsWith('.'));

    // Activities share a file with their orchestrator, and may look at the clock.
    private static string OrchestratorPart(string code)
    {
        var activity = code.IndexOf(": TaskActivity<", StringComparison.Ordinal);
        return activity < 0 ? code : code[..code.LastIndexOf("public ", activity, StringComparison.Ordinal)];
    }

    [GeneratedRegex(@"//[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\bCancelAsync\b|\bDateTime(Offset)?\.(Utc)?Now\b|\bTimeProvider\b|\bTask\.(Delay|Run)\b|\bConfigureAwait\b|\bGuid\.NewGuid\b|\bRandom\b|\bThread\b")]
    private static partial Regex Forbidden();
}
