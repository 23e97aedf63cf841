using Microsoft.Extensions.DependencyInjection;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Edge.Admin.ModelWatching;
using RegionSud.AiWorkflow.Edge.Admin.TakeOver;
using RegionSud.AiWorkflow.Edge.Arbitration;
using RegionSud.AiWorkflow.Edge.Incidents;
using RegionSud.AiWorkflow.Edge.PublicRegister;

namespace RegionSud.AiWorkflow.Edge.Admin;

/// <summary>Registers what the case page, the incidents, the follow-up, the arbitration list, the models, the register and the file drop need beside the ports and the desks.</summary>
public static class AdminRegistration
{
    /// <summary>Adds them.</summary>
    public static IServiceCollection AddFollowUp(this IServiceCollection services) => services
        .AddSingleton<CaseReaders>()
        .AddSingleton<CaseViews>()
        .AddSingleton<FileHandout>()
        .AddSingleton<IncidentLinks>()
        .AddSingleton<IncidentViews>()
        .AddSingleton<IncidentActs>()
        .AddSingleton<Monitoring>()
        .AddSingleton<ListRebuild>()
        .AddSingleton<ArbitrationBoards>()
        .AddSingleton<ModelEdits>()
        .AddSingleton<ModelLog>()
        .AddSingleton<ModelSheets>()
        .AddSingleton<GuaranteeFiles>()
        .AddSingleton<ModelRounds>()
        .AddSingleton<ModelWatchViews>()
        .AddSingleton<StockCheck>()
        .AddSingleton<StockTaking>()
        .AddSingleton<BlobStockRuns>()
        .AddSingleton<PublicLines>()
        .AddSingleton<BlobQuarantine>();
}
