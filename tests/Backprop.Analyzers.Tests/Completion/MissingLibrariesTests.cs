using Backprop.Analyzers.Knowledge;
using Backprop.Analyzers.Model.Completion;
using Backprop.Analyzers.Tests.Hostile;
using Backprop.Analyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Backprop.Analyzers.Tests.Completion;

/// <summary>The libraries that are known by name: Unity, Unity.Mathematics, ILGPU, ComputeSharp, Silk.NET.</summary>
public sealed class MissingLibrariesTests
{
    [Theory]
    [InlineData("using UnityEngine;", "Mathf.Exp")]
    [InlineData("using static UnityEngine.Mathf;", "Exp")]
    [InlineData("using Unity.Mathematics;", "math.exp")]
    [InlineData("using static Unity.Mathematics.math;", "exp")]
    [InlineData("using ILGPU.Algorithms;", "XMath.Exp")]
    [InlineData("using ComputeSharp;", "Hlsl.Exp")]
    [InlineData("using Silk.NET.Maths;", "Scalar.Exp")]
    public Task MissingLibrary_IsKnownByName(string imports, string exp) => Verify.UnrestoredAsync($$"""
        {{imports}}

        public sealed class Neuron : MonoBehaviour
        {
            [SerializeField] private float z, a;

            public void Forward(float x)
            {
                z = 2 * x;
                a = Sigmoid(z);
            }

            public float Backward(float da) => da * ({|BP1001:Sigmoid(z) * (1 - Sigmoid(z))|});

            private static float Sigmoid(float v) => 1 / (1 + {{exp}}(-v));
        }
        """);

    // The same where the engine is there: its assembly's functions, not declared again.
    [Fact]
    public void ExistingLibrary_IsNotDeclaredAgain()
    {
        var engine = CSharpCompilation.Create(
            "UnityEngine.CoreModule", [CSharpSyntaxTree.ParseText("namespace UnityEngine { public static class Mathf { public static float Exp(float x) => x; } }")],
            PlatformReferences.All, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)).ToMetadataReference();
        var source = CSharpSyntaxTree.ParseText("using UnityEngine; class A { float F(float z) => Mathf.Exp(z); }");
        var (with, without) = (CSharpCompilation.Create("game", [source], [.. PlatformReferences.All, engine]), CSharpCompilation.Create("game", [source], PlatformReferences.All));
        Assert.Same(with, Completed.Of(with, [source], CancellationToken.None));
        var completed = Completed.Of(without, [source], CancellationToken.None);
        Assert.Equal(without.References.Count() + 1, completed.References.Count());
        Assert.NotNull(completed.GetTypeByMetadataName("UnityEngine.Mathf"));
    }

    [Fact]
    public void CompilationWithoutNumbers_GetsNoLibrary()
    {
        var source = CSharpSyntaxTree.ParseText("using UnityEngine; class A { float F(float z) => Mathf.Exp(z); }");
        var nothing = CSharpCompilation.Create("game", [source]);
        Assert.Same(nothing, Completed.Of(nothing, [source], CancellationToken.None));
    }

    [Fact]
    public void EveryDeclaration_Compiles() => Assert.All(GamesAndGpus.Types, type =>
    {
        var compilation = CSharpCompilation.Create(
            "library", [CSharpSyntaxTree.ParseText(MissingLibraries.SourceOf(type))], PlatformReferences.All, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        Assert.DoesNotContain(compilation.GetDiagnostics(), found => found.Severity == DiagnosticSeverity.Error);
        Assert.NotNull(compilation.GetTypeByMetadataName(type));
    });

    // Functions of several numbers and constants: the square by Pow, e as a constant, clamped ends, the larger of two.
    [Theory]
    [InlineData("1 / (1 + Mathf.Pow(Mathf.E, -x))", "Mathf.Exp(-x) / Mathf.Pow(1 + Mathf.Exp(-x), 2)", false)]
    [InlineData("1 / (1 + Mathf.Exp(-Mathf.Clamp(x, -30, 30)))", "Activate(x) * (1 - Activate(x))", false)]
    [InlineData("Mathf.Max(x, 0) + 0.5f * Mathf.Min(x, 0)", "x > 0 ? 1 : 0.5f", false)]
    [InlineData("(Mathf.Exp(2 * x) - 1) / (Mathf.Exp(2 * x) + 1)", "1 - Mathf.Pow(Activate(x), 2)", false)]
    [InlineData("(Mathf.Exp(2 * x) - 1) / (Mathf.Exp(2 * x) + 1)", "1 - Mathf.Pow(Activate(x), 3)", true)]
    [InlineData("Mathf.Max(x, 0) + 0.5f * Mathf.Min(x, 0)", "Mathf.Max(x, 0) + 0.5f", true)]
    public async Task DerivativesInUnity(string activation, string slope, bool isWrong)
    {
        var found = await Analysis.RunAsync($$"""
            using UnityEngine;

            public interface IActivation { float Activate(float x); float Slope(float x); }

            public sealed class Own : IActivation
            {
                public float Activate(float x) => {{activation}};
                public float Slope(float x) => {{slope}};
            }

            public sealed class Logistic : IActivation
            {
                public float Activate(float x) => 1 / (1 + Mathf.Exp(-x));
                public float Slope(float x) => Activate(x) * (1 - Activate(x));
            }

            public sealed class Layer
            {
                private readonly IActivation activation = new Own();
                private float z, a;

                public float Forward(float x) => a = activation.Activate(z = 3 * x);

                public float Backward(float da) => da * activation.Slope(z);
            }
            """);
        Assert.Equal(isWrong, found.Any(one => one.Id == "BP3003"));
    }
}
