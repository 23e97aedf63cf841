using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Microsoft.Playwright;
using RegionSud.AiWorkflow.Edge.Tasks;
using RegionSud.AiWorkflow.Local;
using RegionSud.AiWorkflow.Local.Demo;
using RegionSud.AiWorkflow.Tests.Infrastructure;

namespace RegionSud.AiWorkflow.Tests.Browser;

/// <summary>
/// The local host on a storage of its own, so that the samples are new to it and the pages calm, and the system's Chromium before it. Without
/// Chromium nothing is started, and each test is skipped.
/// </summary>
[CollectionDefinition]
public sealed class LiveSite : IAsyncLifetime, ICollectionFixture<LiveSite>
{
    // The sandbox wants a user other than root; the rest keeps Chromium from calling its makers.
    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private static readonly string[] Programs = ["chromium-headless-shell", "chromium"];

    // Two cores may be busy with everything else.
    private const float Patience = 60_000;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("aiworkflow-browser-");
    private Azurite? azurite;
    private WebApplication? app;
    private IPlaywright? playwright;
    private IBrowser? browser;
    private CaseClient? people;

    /// <summary>Where the site is.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    /// <summary>Those who act without being looked at; there once a window is.</summary>
    public CaseClient People => people ?? throw new InvalidOperationException("The site was not started.");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (Chromium() is not { } program)
            return;
        azurite = await Azurite.StartAsync(new AzuriteSettings(folder.CreateSubdirectory("azurite").FullName) { Saves = false });
        var port = FreePorts.One();
        Address = new Uri($"http://127.0.0.1:{port}/");
        var settings = new LocalSettings(port, folder.FullName, TimeSpan.FromSeconds(8), azurite.ConnectionString, Demo: false);
        app = LocalHost.Build([], settings, azurite.ConnectionString);
        await app.StartAsync();
        people = new CaseClient(Address, TimeSpan.FromMinutes(2));
        playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout(Patience);
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = program, Headless = true, Args = Flags });
    }

    /// <summary>A browser's window of its own; skips the test when there is no browser.</summary>
    /// <param name="role">Role of the development sign-in; null for nobody.</param>
    public async Task<IBrowserContext> WindowAsync(bool scripts, string? role = null)
    {
        Assert.SkipWhen(browser is null, "Chromium is missing: install it to run the browser tests (Debian: apt-get install chromium-headless-shell).");
        var context = await browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Address.ToString(),
            JavaScriptEnabled = scripts,
            // axe is a script, which the site's policy would stop.
            BypassCSP = scripts,
            Locale = "fr-FR",
            ExtraHTTPHeaders = role is null ? [] : [new(DevelopmentAuthentication.Header, role)],
        });
        context.SetDefaultTimeout(Patience);
        return context;
    }

    /// <summary>A link as it was mailed eight days ago.</summary>
    public string OldLink(SentMail mail)
    {
        ArgumentNullException.ThrowIfNull(mail);
        var services = app!.Services;
        var then = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddDays(-8));
        var links = new TaskLinks(services.GetRequiredService<IDataProtectionProvider>(), then, services.GetRequiredService<IConfiguration>());
        return links.AddressOf(mail.AskedTask!, mail.Id.Split('.')[^1], 0);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
        people?.Dispose();
        if (app is not null)
            await app.DisposeAsync();
        if (azurite is not null)
            await azurite.DisposeAsync();
        folder.Delete(recursive: true);
    }

    // The shell alone first: the whole browser starts a process of its own pages again and again, and takes a core with it.
    private static string? Chromium() => Programs
        .SelectMany(_ => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'), (program, path) => Path.Combine(path, program))
        .FirstOrDefault(File.Exists);
}
