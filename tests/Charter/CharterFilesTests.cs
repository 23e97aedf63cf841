using RegionSud.AiWorkflow.Charter;
using Xunit;

namespace RegionSud.AiWorkflow.Tests.CharterFiles;

public sealed class CharterFilesTests
{
    [Fact]
    public void The_committed_rules_load_and_hold_together()
    {
        var rules = CharterLoader.Load();

        Assert.Contains("need", rules.Forms.Keys);
        Assert.All(rules.Tasks.Values, task => Assert.NotEmpty(task.Choices));
    }
}
