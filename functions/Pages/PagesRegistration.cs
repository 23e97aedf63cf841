using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RegionSud.AiWorkflow.Edge.Intake;
using RegionSud.AiWorkflow.Edge.Tasks;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Pages;

/// <summary>Registers what the pages, the intake and the tasks need beside the ports and the desks.</summary>
public static class PagesRegistration
{
    /// <summary>Adds them. Data Protection must be registered beside it.</summary>
    public static IServiceCollection AddPages(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var secure = configuration["Site:BaseUrl"]?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) == true;
        services.AddAntiforgery(options =>
        {
            options.FormFieldName = Antiforgery.FieldName;
            options.Cookie.Name = secure ? "__Host-jeton" : "jeton";
            // Lax, not strict: a second link opened from a mail must find the first page's cookie, else it would replace it and the first page could not be sent.
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.SecurePolicy = secure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
            options.Cookie.Path = "/";
        });
        // It warns on every page that it replaces "no-store" by "no-cache, no-store".
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error));
        // The default one writes É as &#xC9;: pages in French would be unreadable at their source, and a third longer.
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddSingleton<IFormReader, JsonFormReader>();
        services.AddSingleton<TaskLinks>();
        services.AddSingleton<NeedFiles>();
        services.AddSingleton<FrontDesk>();
        services.AddSingleton<TaskVisits>();
        services.AddSingleton<OpinionVisits>();
        services.AddSingleton<StepBell>();
        services.AddSingleton<Objections.ObjectionLinks>();
        services.AddSingleton<TaskReading>();
        services.AddSingleton<TaskPages>();
        services.AddSingleton<DecisionCodes>();
        services.AddSingleton<Deciding>();
        return services;
    }
}
