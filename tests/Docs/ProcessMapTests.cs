using System.Globalization;
using System.Text;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Tests.Forms;

namespace RegionSud.AiWorkflow.Tests.Docs;

/// <summary>The process map that people read is the rules that run.</summary>
public sealed class ProcessMapTests
{
    private const string Begin = "<!-- from tasks.yaml -->\n";
    private const string End = "<!-- end -->";

    [Fact]
    public void The_process_map_is_what_the_rules_say()
    {
        var readme = File.ReadAllText(Path.Combine(SampleFiles.Folder, "..", "..", "orchestrations", "README.md")).ReplaceLineEndings("\n");
        var expected = Table(CharterLoader.Load());

        var shown = readme[(readme.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length)..readme.IndexOf(End, StringComparison.Ordinal)];
        Assert.True(shown == expected, $"orchestrations/README.md is not what the rules say. Put this between its two marks:\n{expected}");
    }

    private static string Table(CharterRules rules)
    {
        var table = new StringBuilder("| Step | Task | Who decides | Due, reminders, escalation (working days) | Choices | Clause |\n|---|---|---|---|---|---|\n");
        foreach (var task in rules.Tasks.Values)
        {
            var (delay, clock) = (task.Delay, task.StopsClock ? ", the services’ clock stops" : "");
            table.Append(
                CultureInfo.InvariantCulture,
                $"| {task.Step} | `{task.Id}` | {task.Role} | {delay.Due}; {Days(delay.Remind)}; {Days(delay.Escalate)}, then every {delay.ThenEvery}{clock} | {string.Join(", ", task.Choices.Select(choice => $"`{choice.Id}`"))} | {task.Clause} |\n");
        }

        return table.ToString();
    }

    private static string Days(IEnumerable<int> days) => string.Join(", ", days);
}
