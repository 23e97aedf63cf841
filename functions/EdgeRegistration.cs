using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RegionSud.AiWorkflow.Acceptance;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Edge.Adapters.Forms;
using RegionSud.AiWorkflow.Edge.Adapters.Malware;
using RegionSud.AiWorkflow.Edge.Adapters.ModelSources;
using RegionSud.AiWorkflow.Edge.Admin;
using RegionSud.AiWorkflow.Edge.Admin.ModelWatching;
using RegionSud.AiWorkflow.Edge.Intake.Mail;
using RegionSud.AiWorkflow.Edge.Mails;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Incidents;
using RegionSud.AiWorkflow.Models;
using RegionSud.AiWorkflow.Step1Need;
using RegionSud.AiWorkflow.Step3Arbitration;
using RegionSud.AiWorkflow.Step6Maintenance;
using RegionSud.AiWorkflow.TakeOver;
using RegionSud.AiWorkflow.Watch;

namespace RegionSud.AiWorkflow.Edge;

/// <summary>Everything that a host of the process needs, but the engine itself and who signs in.</summary>
public static class EdgeRegistration
{
    /// <summary>Loads the rules (a bad file stops the start here) and adds the process, its storage, mails and pages.</summary>
    public static IServiceCollection AddCharterProcess(this IServiceCollection services, IConfiguration configuration)
    {
        var rules = WithAddresses(CharterLoader.Load(), configuration);
        services.AddSingleton(rules);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IWorkingDays>(new FrenchWorkingDays(rules.Delays.ClosureDays, rules.Delays.MailHours));
        services.AddSingleton<CaseFiles>();
        services.AddSingleton<TaskClock>();
        services.AddSingleton<Deciders>();
        services.AddSingleton<HandingDesk>();
        services.AddSingleton<ConsultationDesk>();
        services.AddSingleton<TaskOpening>();
        services.AddSingleton<Rechecks>();
        services.AddSingleton<ObjectionDesk>();
        services.AddSingleton<DisownDesk>();
        services.AddSingleton<DecisionDesk>();
        services.AddSingleton<AcceptanceDesk>();
        services.AddSingleton<DepositDesk>();
        services.AddSingleton<NeedReading>();
        services.AddSingleton<ModelRegistration>();
        services.AddSingleton<TakeOverDesk>();
        services.AddSingleton<ModelDesk>();
        services.AddSingleton<ModelObserver>();
        services.AddSingleton<ModelWatch>();
        services.AddSingleton<RulesInForce>();
        services.AddSingleton<WeightsDesk>();
        services.AddSingleton<Sweep>();
        services.AddSingleton<LawLookout>();
        services.AddSingleton<IncidentMails>();
        services.AddSingleton<IncidentDesk>();
        services.AddSingleton<HaltDesk>();
        services.AddSingleton<IncidentClocks>();
        services.AddStorage(configuration);
        services.AddModelSources(configuration);

        services.AddForms(configuration);
        services.AddMalwareScans(configuration);
        services.AddMails(configuration);
        services.AddSingleton(InboundMailSettings.Read(configuration));
        services.AddSingleton(ImapSettings.Read(configuration));
        services.AddSingleton<ImapMailbox>();
        services.AddSingleton<MailDesk>();
        services.AddSingleton<MailNeeds>();
        services.AddSingleton<MailReplies>();
        services.AddPages(configuration);
        services.AddSingleton(ModelEventsSettings.Read(configuration));
        services.AddFollowUp();
        services.AddSingleton<FunctionFrame>();
        return services;
    }

    // A deployment's own mailboxes: Roles:Dtisu:Email and so on. Whoever names the holder names the substitutes too, or has none: Roles:Dtisu:Substitutes:0:Name, :Email.
    private static CharterRules WithAddresses(CharterRules rules, IConfiguration configuration) => rules with
    {
        Directory = rules.Directory with
        {
            Roles = [.. rules.Directory.Roles.Select(holder => configuration[$"Roles:{holder.Role}:Email"] is { Length: > 0 } email
                ? holder with { Email = email, Substitutes = configuration.GetSection($"Roles:{holder.Role}:Substitutes").Get<List<Substitute>>() ?? [] }
                : holder)],
        },
    };
}
