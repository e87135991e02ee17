using System.Reflection;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace Backprop.Runtime.Tests.LinearAlgebra;

/// <summary>Stands for a native provider: MathNet's managed one behind a type of its own.</summary>
public class ForeignProvider : DispatchProxy
{
    public static ILinearAlgebraProvider Create() => Create<ILinearAlgebraProvider, ForeignProvider>();

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        => targetMethod?.Invoke(ManagedLinearAlgebraProvider.Instance, args);
}
