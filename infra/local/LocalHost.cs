using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Features;
using RegionSud.AiWorkflow.Edge;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Intake;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Local.Engine;
using RegionSud.AiWorkflow.Local.Faults;

namespace RegionSud.AiWorkflow.Local;

/// <summary>
/// The whole system on a laptop: the same classes and routes as in Azure, a real engine, storage by Azurite, mails kept in an outbox that a page
/// shows, and a sign-in for development.
/// </summary>
public static class LocalHost
{
    /// <summary>The task hub, as in host.json.</summary>
    public const string HubName = "AiCharter";

    /// <summary>The version that instances are stamped with, as in host.json.</summary>
    public const string Version = Process.Version;

    /// <summary>Builds the host; it is not started.</summary>
    /// <param name="args">Command line.</param>
    /// <param name="settings">Where and how.</param>
    /// <param name="connectionString">The storage.</param>
    /// <param name="configure">Last word of a test on the services.</param>
    public static WebApplication Build(string[] args, LocalSettings settings, string connectionString, Action<WebApplicationBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration["Storage:ConnectionString"] = connectionString;
        builder.Configuration["Mail:Transport"] ??= "outbox";
        builder.Configuration["Sweep:Schedule"] ??= "*/10 * * * * *";
        builder.Configuration["Mail:Inbound:Imap:Schedule"] ??= "*/10 * * * * *";
        // As in Azure, or with short days at each of their mornings; the calendar's dates stay those of the real days.
        builder.Configuration["LawWatch:Schedule"] ??= settings.Day is null ? "0 0 3,4 * * *" : "*/30 * * * * *";
        builder.Configuration["Incidents:Schedule"] ??= "*/10 * * * * *";
        builder.Configuration["ModelWatch:Schedule"] ??= "0 30 4 * * *";
        builder.Configuration["Site:BaseUrl"] ??= $"http://127.0.0.1:{settings.Port}";
        // Who starts it reads addresses and, in a demonstration, what people do: the engine's every move would bury both.
        foreach (var talkative in (string[])["Microsoft.AspNetCore", "Microsoft.DurableTask", "Microsoft.Hosting.Lifetime", "Azure"])
            builder.Logging.AddFilter(talkative, LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.Listen(IPAddress.Loopback, settings.Port);
            options.Limits.MaxRequestBodySize = RequestLimits.Body;
        });
        builder.Services.Configure<FormOptions>(options => options.MultipartBodyLengthLimit = RequestLimits.Body);
        if (settings.Day is { } day)
            builder.Services.AddSingleton<IWorkingDays>(new ShortDays(day));
        builder.Services.AddCharterProcess(builder.Configuration);
        builder.Services.AddSingleton(DevelopmentSignIn.Places);
        builder.Services.AddPause(builder.Configuration["Faults:PauseAt"]);
        builder.Services.AddAuthentication(DevelopmentAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, DevelopmentAuthentication>(DevelopmentAuthentication.SchemeName, null);
        var lockTime = builder.Configuration["Engine:LockTime"] is { } text ? LocalSettings.Duration(text) : TimeSpan.FromSeconds(60);
        builder.Services.AddDirectEngine(
            new EngineSettings(connectionString, builder.Configuration["Engine:Hub"] ?? HubName, Version) { LockTime = lockTime }, Process.Register);
        builder.Services.AddSingleton(LocalFunction.AllOf(typeof(EdgeRegistration).Assembly));
        builder.Services.AddHostedService<TimerFunctions>();
        builder.Services.AddHostedService<BlobFunctions>();
        configure?.Invoke(builder);

        var app = builder.Build();
        app.MapHttpFunctions(app.Services.GetRequiredService<IReadOnlyList<LocalFunction>>());
        var here = app.MapGroup("");
        here.AddEndpointFilter(async (context, next) =>
        {
            await AccessGate.IdentifyAsync(context.HttpContext);
            return await next(context);
        });
        here.MapDevelopmentSignIn();
        here.MapLocalMails();
        return app;
    }
}
