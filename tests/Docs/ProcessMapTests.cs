using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;

namespace RegionSud.AiWorkflow.Tests.Docs;

/// <summary>The process map says what the rules say.</summary>
public sealed class ProcessMapTests
{
    [Fact]
    public void The_process_map_shows_every_human_task_as_the_rules_have_it()
    {
        var readme = File.ReadAllText(Path.Combine(Root(), "orchestrations", "README.md")).ReplaceLineEndings("\n");

        Assert.Contains(TableOf(CharterLoader.Load()), readme, StringComparison.Ordinal);
    }

    [Fact]
    public void The_glossary_and_the_map_of_the_README_name_folders_that_exist()
    {
        var readme = File.ReadAllText(Path.Combine(Root(), "README.md"));
        var named = System.Text.RegularExpressions.Regex.Matches(readme, @"\]\((?!http)([^)#]+)\)").Select(match => match.Groups[1].Value);

        Assert.All(named, path => Assert.True(Path.Exists(Path.Combine(Root(), path)), $"README.md names {path}, which does not exist."));
    }

    private static string TableOf(CharterRules rules)
    {
        var table = new StringBuilder("| Step | Task | Who decides | Outcomes | Late after | Reminded after | Escalated after | Clause |\n|---|---|---|---|---|---|---|---|\n");
        foreach (var step in Enum.GetValues<Step>())
        {
            foreach (var task in rules.Tasks.Values.Where(task => task.Step == step))
            {
                var (who, due, remind, escalate) = task.FromCondition
                    ? ("the condition's owner", "its date", $"{Days(task.Delay.Remind.Select(day => task.Delay.Due - day))} before", $"{Days(task.Delay.Escalate.Select(day => day - task.Delay.Due))} after")
                    : ($"{task.Role}", Days([task.Delay.Due]), Days(task.Delay.Remind), Days(task.Delay.Escalate));
                table.Append(CultureInfo.InvariantCulture,
                    $"| {step} | `{task.Id}` | {who} | {string.Join(", ", task.Choices.Select(choice => choice.Id))} | {due} | {remind} | {escalate} | {task.Clause} |\n");
            }
        }

        return table.ToString();
    }

    private static string Days(IEnumerable<int> days) => string.Join(", ", days.Select(day => day.ToString(CultureInfo.InvariantCulture)));

    private static string Root([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", ".."));
}
