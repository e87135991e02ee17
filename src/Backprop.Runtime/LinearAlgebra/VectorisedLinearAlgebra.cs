using System.Runtime.CompilerServices;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace Backprop.Runtime.LinearAlgebra;

/// <summary>
/// Gives MathNet.Numerics the fast products of <see cref="Gemm"/>. It happens by itself when this assembly is first used,
/// if MathNet's own managed provider is in charge at that moment; a native provider (MKL, OpenBLAS) stays. A provider that
/// is set later replaces this one, as always in MathNet. To opt out, set the AppContext switch
/// <c>Backprop.Runtime.KeepMathNetProvider</c> or the environment variable <c>BACKPROP_KEEP_MATHNET_PROVIDER</c> to true
/// before, or call <c>MathNet.Numerics.Control.UseManaged()</c> after.
/// </summary>
public static class VectorisedLinearAlgebra
{
    private const string Switch = "Backprop.Runtime.KeepMathNetProvider";
    private const string Variable = "BACKPROP_KEEP_MATHNET_PROVIDER";

    /// <summary>Whether MathNet's products are ours at the moment.</summary>
    public static bool IsInUse => LinearAlgebraControl.Provider is VectorisedLinearAlgebraProvider;

    /// <summary>
    /// Takes over if MathNet's managed provider is in charge; says whether our products are in use afterwards.
    /// </summary>
    public static bool TryUse()
    {
        if (LinearAlgebraControl.Provider is ManagedLinearAlgebraProvider)
        {
            LinearAlgebraControl.Provider = new VectorisedLinearAlgebraProvider();
        }
        return IsInUse;
    }

#pragma warning disable CA2255 // The one effect that a user of the runtime expects of adding it: MathNet is fast.
    [ModuleInitializer]
    internal static void UseUnlessOptedOut()
    {
        if (!OptedOut())
        {
            TryUse();
        }
    }
#pragma warning restore CA2255

    internal static bool OptedOut()
        => (AppContext.TryGetSwitch(Switch, out bool keep) && keep)
            || (bool.TryParse(Environment.GetEnvironmentVariable(Variable), out bool set) && set);
}
