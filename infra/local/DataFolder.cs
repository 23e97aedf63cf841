namespace RegionSud.AiWorkflow.Local;

/// <summary>The folder that keeps everything, held by one host at a time: two emulators on one folder would each save over the other.</summary>
internal static class DataFolder
{
    /// <summary>Makes the folder if it is not there, and holds it until the result is disposed or the process ends, in whatever way.</summary>
    /// <returns>Null when another host holds it.</returns>
    public static FileStream? Hold(string folder)
    {
        Directory.CreateDirectory(folder);
        try
        {
            return new FileStream(Path.Combine(folder, ".held"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
