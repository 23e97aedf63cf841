using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Edge.Tasks;
using RegionSud.AiWorkflow.Ports;
using SendGrid;

namespace RegionSud.AiWorkflow.Edge.Mails;

/// <summary>Puts the mail room behind its port.</summary>
public static class MailRegistration
{
    /// <summary>
    /// Adds the mail room and its transport, <c>Mail:Transport</c>: <c>outbox</c> (the default: no mail leaves), <c>smtp</c> or <c>sendgrid</c>.
    /// Storage, rules and case files must be registered beside it.
    /// </summary>
    /// <exception cref="InvalidOperationException">A setting is missing or wrong: the app must not start without its mails.</exception>
    public static IServiceCollection AddMails(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<TaskLinks>();
        services.AddSingleton(MailSettings.Read(configuration));
        AddTransport(services, configuration);
        services.AddSingleton<MailTokens>();
        services.AddSingleton(MailEventsSettings.Read(configuration));
        services.AddSingleton<Bounces>();
        services.AddSingleton<Digests>();
        services.AddSingleton<LetterWriter>();
        services.AddSingleton<MailComposer>();
        services.AddSingleton<Outbound>();
        services.AddSingleton<IMailRoom, MailRoom>();
        return services;
    }

    private static void AddTransport(IServiceCollection services, IConfiguration configuration)
    {
        switch (configuration["Mail:Transport"]?.ToLowerInvariant())
        {
            // A forgotten setting must not make a deployed system silent: the platform gives this variable to every app it runs.
            case null or "" or "outbox" when !string.IsNullOrEmpty(configuration["WEBSITE_INSTANCE_ID"]):
                throw new InvalidOperationException("Set Mail:Transport to smtp or sendgrid: with the outbox alone no mail would leave.");
            case null or "" or "outbox":
                services.AddSingleton<IMailTransport, OutboxOnlyTransport>();
                break;
            case "smtp":
                Require(configuration, "Mail:From");
                services.AddSingleton(SmtpSettings.Read(configuration));
                services.AddSingleton<IMailTransport, SmtpTransport>();
                break;
            case "sendgrid":
                Require(configuration, "Mail:From");
                var settings = SendGridSettings.Read(configuration);
                services.AddSingleton(settings);
                services.AddSingleton<ISendGridClient>(new SendGridClient(settings.Options()));
                services.AddSingleton<IMailTransport, SendGridTransport>();
                break;
            case var other:
                throw new InvalidOperationException($"Mail:Transport is '{other}': it must be outbox, smtp or sendgrid.");
        }
    }

    private static void Require(IConfiguration configuration, string key)
    {
        if (string.IsNullOrWhiteSpace(configuration[key]))
            throw new InvalidOperationException($"Set {key}: mails leave in its name.");
    }
}
