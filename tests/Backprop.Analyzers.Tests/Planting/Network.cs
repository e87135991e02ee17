using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Tests.Planting;

/// <summary>
/// A compiled implementation, loaded and ready to run. Every implementation shows the same entry:
/// <c>Entry.ParameterCount</c>, <c>Entry.Loss(parameters, inputs, targets)</c>, <c>Entry.Gradient(parameters, inputs, targets)</c>.
/// </summary>
internal sealed class Network : IDisposable
{
    private readonly AssemblyLoadContext context = new(null, isCollectible: true);
    private readonly Func<double[], double[][], double[][], double> loss;
    private readonly Func<double[], double[][], double[][], double[]> gradient;

    public Network(Compilation compilation)
    {
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        if (!result.Success)
            throw new InvalidOperationException(string.Join('\n', Sources.Errors(compilation)));
        image.Position = 0;
        var entry = context.LoadFromStream(image).GetTypes().Single(type => type.Name == "Entry");
        ParameterCount = (int)entry.GetField("ParameterCount")!.GetValue(null)!;
        loss = Bind<Func<double[], double[][], double[][], double>>(entry, "Loss");
        gradient = Bind<Func<double[], double[][], double[][], double[]>>(entry, "Gradient");
    }

    public int ParameterCount { get; }

    public double Loss(double[] parameters, double[][] inputs, double[][] targets) => loss(parameters, inputs, targets);

    public double[] Gradient(double[] parameters, double[][] inputs, double[][] targets) =>
        gradient(parameters, inputs, targets);

    public void Dispose() => context.Unload();

    private static T Bind<T>(Type entry, string method) where T : Delegate =>
        entry.GetMethod(method, BindingFlags.Public | BindingFlags.Static)!.CreateDelegate<T>();
}
