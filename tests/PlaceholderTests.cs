namespace RegionSud.AiWorkflow.Tests;
public class P { [Xunit.Fact] public void Ok() => Xunit.Assert.True(true); }
