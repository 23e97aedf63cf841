using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Edge.Mails;

namespace RegionSud.AiWorkflow.Tests.Mails;

public sealed class MailRegistrationTests
{
    [Theory]
    [InlineData("Mail:Transport=pigeon")]
    [InlineData("Mail:Transport=smtp;Mail:From=a@region.example")]
    [InlineData("Mail:Transport=smtp;Mail:From=a@region.example;Mail:Smtp:Host=mail.region.example;Mail:Smtp:Tls=none")]
    [InlineData("Mail:Transport=smtp;Mail:Smtp:Host=mail.region.example")]
    [InlineData("Mail:Transport=sendgrid;Mail:From=a@region.example")]
    [InlineData("Mail:Transport=sendgrid;Mail:From=a@region.example;SendGrid:ApiKey=@Microsoft.KeyVault(SecretUri=https)")]
    [InlineData("Mail:Transport=sendgrid;Mail:From=a@region.example;SendGrid:ApiKey=SG.x;SendGrid:Region=mars")]
    [InlineData("Mail:Transport=sendgrid;SendGrid:ApiKey=SG.x")]
    [InlineData("Mail:From=nobody")]
    [InlineData("WEBSITE_INSTANCE_ID=abc")]
    public void A_wrong_setting_stops_the_start(string settings) =>
        Assert.Throws<InvalidOperationException>(() => new ServiceCollection().AddMails(Configuration(settings)));

    [Theory]
    [InlineData("", typeof(OutboxOnlyTransport))]
    [InlineData("Mail:Transport=smtp;Mail:From=a@region.example;Mail:Smtp:Host=mail.region.example", typeof(SmtpTransport))]
    [InlineData("Mail:Transport=sendgrid;Mail:From=a@region.example;SendGrid:ApiKey=SG.x", typeof(SendGridTransport))]
    public void The_transport_is_chosen_by_configuration(string settings, Type transport)
    {
        var services = new ServiceCollection().AddSingleton<Microsoft.AspNetCore.DataProtection.IDataProtectionProvider, Microsoft.AspNetCore.DataProtection.EphemeralDataProtectionProvider>()
            .AddMails(Configuration(settings)).BuildServiceProvider();

        Assert.IsType(transport, services.GetRequiredService<IMailTransport>());
    }

    [Theory]
    [InlineData("eu", "https://api.eu.sendgrid.com/")]
    [InlineData("global", "https://api.sendgrid.com/")]
    public void SendGrid_is_reached_in_the_region_that_is_set(string region, string host) =>
        Assert.Equal(host.TrimEnd('/'), new SendGridSettings("SG.x", region, false, null).Options().Host.TrimEnd('/'));

    [Theory]
    [InlineData("", "x@elsewhere.example", true)]
    [InlineData("region.example, test.example", "x@Region.example", true)]
    [InlineData("region.example", "x@elsewhere.example", false)]
    [InlineData("region.example", "x@sub.region.example", false)]
    [InlineData("region.example", "x@region.example@elsewhere.example", false)]
    public void Only_the_listed_domains_are_written_to(string onlyTo, string address, bool isAllowed) =>
        Assert.Equal(isAllowed, MailSettings.Read(Configuration($"Mail:OnlyTo={onlyTo}")).Allows(address));

    private static IConfiguration Configuration(string settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => (string?)pair[1]))
        .Build();
}
