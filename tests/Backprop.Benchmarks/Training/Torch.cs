using TorchSharp;

namespace Backprop.Benchmarks.Training;

/// <summary>Whether libtorch is there; only if it was built with WithTorch=true.</summary>
internal static class Torch
{
    public const string Missing = "not here; build with WithTorch=true in the environment";

    public static bool IsHere { get; } = Native().Any(File.Exists) && torch.TryInitializeDeviceType(DeviceType.CPU);

    /// <summary>Sets the number of threads of libtorch's products, and says so.</summary>
    public static string UseThreads(int threads)
    {
        torch.set_num_threads(threads);
        return $"libtorch, {torch.get_num_threads()} threads";
    }

    private static IEnumerable<string> Native() =>
        new[] { "libtorch.so", "torch.dll", "libtorch.dylib" }.SelectMany(name => new[]
        {
            Path.Combine(AppContext.BaseDirectory, name),
            Path.Combine(AppContext.BaseDirectory, "runtimes", NativeFolder, "native", name),
        });

    private static string NativeFolder =>
        OperatingSystem.IsWindows() ? "win-x64" : OperatingSystem.IsMacOS() ? "osx-arm64" : "linux-x64";
}
