using RegionSud.AiWorkflow.Charter;

namespace RegionSud.AiWorkflow.Tests.Architecture;

/// <summary>What clauses.yaml says that the code does is done by a class that exists.</summary>
public sealed class ClauseTests
{
    [Fact]
    public void Every_class_that_a_clause_names_exists()
    {
        var classes = new[] { typeof(Process).Assembly, typeof(Edge.Intake.FrontDesk).Assembly }.SelectMany(assembly => assembly.GetTypes()).Select(type => type.Name).ToHashSet(StringComparer.Ordinal);
        var named = CharterLoader.Load().Clauses.Clauses.SelectMany(clause => clause.Code.Select(service => (clause.Id, service.By))).ToList();

        Assert.NotEmpty(named);
        Assert.DoesNotContain(named, each => !classes.Contains(each.By));
    }
}
