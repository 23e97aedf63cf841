using Azure.Data.Tables;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Models;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Watch;

namespace RegionSud.AiWorkflow.Tests.Watch;

/// <summary>A source that says what a test has it say.</summary>
internal sealed class Scripted(string name) : IModelSource
{
    private IReadOnlyList<SeenModel> said = [];

    public string Name => name;

    public Exception? Fails { get; set; }

    public void Says(params SeenModel[] seen) => said = seen;

    public Task<IReadOnlyList<SeenModel>> LookAsync(IReadOnlyList<ModelRecord> watched, CancellationToken cancellation) =>
        Fails is { } failure ? Task.FromException<IReadOnlyList<SeenModel>>(failure) : Task.FromResult(said);
}

/// <summary>Notes which fan-outs were started.</summary>
internal sealed class Starts : IOrchestrations
{
    public List<string> Changes { get; } = [];

    public bool Fails { get; set; }

    public Task StartModelChangeAsync(string changeId, string modelId, CancellationToken cancellation)
    {
        if (Fails)
            throw new IOException("There is no engine.");
        Changes.Add(changeId);
        return Task.CompletedTask;
    }

    public Task StartAsync(CaseId id, CancellationToken cancellation) => throw new NotSupportedException();

    public Task RestartAsync(CaseId id, string step, CancellationToken cancellation) => throw new NotSupportedException();

    public Task StartLawWatchAsync(LawWatchInput input, CancellationToken cancellation) => throw new NotSupportedException();

    public Task WakeAsync(string instance, string eventName, string key, CancellationToken cancellation) => throw new NotSupportedException();
}

/// <summary>The inventory on the store that all tests share, with the models of one test alone.</summary>
internal sealed class OwnModels(TableServiceClient tables) : IModelInventory
{
    private readonly TableModels models = new(tables);

    public string Prefix { get; } = $"w{Guid.NewGuid():N}"[..12] + "-";

    public Task<ModelRecord?> FindAsync(string modelId, CancellationToken cancellation) => models.FindAsync(modelId, cancellation);

    public async Task<IReadOnlyList<ModelRecord>> AllAsync(CancellationToken cancellation) =>
        [.. (await models.AllAsync(cancellation)).Where(model => model.Id.StartsWith(Prefix, StringComparison.Ordinal))];

    public Task<bool> PutAsync(ModelRecord record, ModelRecord? known, CancellationToken cancellation) => models.PutAsync(record, known, cancellation);
}
