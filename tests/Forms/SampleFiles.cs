using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Adapters.Forms;
using RegionSud.AiWorkflow.Ports;
using Xunit;

namespace RegionSud.AiWorkflow.Tests.Forms;

/// <summary>The committed samples; tests/Samples/README.md tells how each was made.</summary>
public sealed class SampleFiles
{
    internal static string Folder { get; } = Path.Combine(RepositoryRoot(), "tests", "Samples");

    internal static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Folder, name));

    /// <summary>Not a test: makes anew the empty forms that the samples of today's version are filled from. Run it on purpose, with <c>-explicit only</c>.</summary>
    [Fact(Explicit = true)]
    public void Write_the_empty_forms_of_today()
    {
        var form = CharterLoader.Load().Forms["need"].BeforeCase;
        var folder = Directory.CreateDirectory(Path.Combine(Folder, form.Version)).FullName;
        foreach (var (writer, ending) in new (IFormWriter, string)[] { (new PdfFormWriter(), "pdf"), (new DocxFormWriter(), "docx"), (new XlsxFormWriter(), "xlsx") })
            File.WriteAllBytes(Path.Combine(folder, $"vide.{ending}"), writer.Write(form).ToArray());
    }

    private static string RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "RegionSud.AiWorkflow.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
