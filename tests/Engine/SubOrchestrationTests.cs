using Microsoft.DurableTask.Client;
using RegionSud.AiWorkflow.Tests.Infrastructure;

namespace RegionSud.AiWorkflow.Tests.Engine;

public sealed class SubOrchestrationTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task A_child_has_the_id_that_its_parent_chose_knows_its_parent_and_hears_events()
    {
        await using var host = await EngineHost.StartAsync(azurite);
        await host.Start(nameof(Parent), "x", id: "IA-2026-0001");
        await host.Stand("IA-2026-0001.Child.1", "child waits");
        await host.Client.RaiseEventAsync("IA-2026-0001.Child.1", "word", "mot", TestContext.Current.CancellationToken);

        Assert.Equal("parent of Parent/IA-2026-0001/x/mot", (await host.End("IA-2026-0001")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_child_that_continues_as_new_still_answers_its_parent()
    {
        await using var host = await EngineHost.StartAsync(azurite);

        Assert.Equal("done for ParentOfRounds under 1.0.0", (await host.Run(nameof(ParentOfRounds), 3)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task The_engines_version_reaches_parent_and_child()
    {
        await using var host = await EngineHost.StartAsync(azurite, version: "1.4.0");

        Assert.Equal("1.4.0>1.4.0", (await host.Run(nameof(Versions), true)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_older_instance_keeps_its_version_under_a_newer_host()
    {
        await using var host = await EngineHost.StartAsync(azurite, version: "2.0.0");
        var id = await host.Start(nameof(Versions), true, version: "1.0.0");

        Assert.Equal("1.0.0>2.0.0", (await host.End(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_instance_of_a_later_version_waits_for_a_host_of_that_version()
    {
        string hub, id;
        await using (var old = await EngineHost.StartAsync(azurite, version: "1.0.0"))
        {
            hub = old.Hub;
            id = await old.Start(nameof(Versions), false, version: "2.0.0");
            // The one that comes after it is done: the later one was passed over.
            await old.Run(nameof(Versions), false);
            Assert.Equal(OrchestrationRuntimeStatus.Pending, (await old.Reach(id, OrchestrationRuntimeStatus.Pending)).RuntimeStatus);
        }

        await using var current = await EngineHost.StartAsync(azurite, hub, "2.0.0");
        Assert.Equal("2.0.0", (await current.End(id)).ReadOutputAs<string>());
    }
}
