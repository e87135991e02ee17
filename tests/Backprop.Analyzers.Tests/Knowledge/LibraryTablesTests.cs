using Backprop.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Backprop.Analyzers.Tests.Knowledge;

/// <summary>Every name in the tables of libraries is a member of the real assembly.</summary>
public class LibraryTablesTests
{
    private static readonly Compilation Platform = Compilations.Of("");

    [Fact]
    public void MathAndGenericMath()
    {
        Assert.All(BaseClassLibrary.MathTypes, type => Assert.All(BaseClassLibrary.MathMembers.Keys, member => Exists(type, member)));
        Assert.All(BaseClassLibrary.GenericMathTypes, type => Assert.NotNull(Platform.GetTypeByMetadataName(type)));
        Assert.All(BaseClassLibrary.GenericMathMembers.Keys, member => Exists("System.Double", member));
        Assert.All(BaseClassLibrary.GenericMathMembers.Keys, member => Exists("System.Single", member));
    }

    [Fact]
    public void MathNet()
    {
        foreach (var type in new[] { MathNetNumerics.Matrix, MathNetNumerics.Vector })
        {
            Assert.All(MathNetNumerics.PointwiseFunctions.Keys, member => Exists(type, $"Pointwise{member}"));
            Assert.Equal(["Sign"], MathNetNumerics.PointwiseFunctions.Keys.Where(member => !IsMember(type, member)));
        }

        Assert.All(MathNetNumerics.ScalarFunctions, row => Exists(row.Type, row.Member));
        Assert.All(
            new[] { MathNetNumerics.MatrixBuilder, MathNetNumerics.VectorBuilder, MathNetNumerics.CreateMatrix, MathNetNumerics.CreateVector },
            type => Assert.NotNull(Platform.GetTypeByMetadataName(type)));
    }

    [Fact]
    public void TensorPrimitives() => Assert.All(Tensors.UnaryFunctions.Keys, member => Exists(Tensors.TensorPrimitives, member));

    public static TheoryData<int> Libraries => [.. Enumerable.Range(0, TensorLibraries.All.Count)];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void TensorLibrary(int index)
    {
        var library = TensorLibraries.All[index];
        var types = library.Modules.Append(library.Tensor).ToArray();
        Assert.All(types, type => Assert.NotNull(Platform.GetTypeByMetadataName(type)));
        var members = library.Functions.Keys.Concat(library.Operations.Keys).Concat(library.Fills.Keys);
        Assert.DoesNotContain(members, member => !types.Any(type => IsMember(type, member)));
        Assert.All(
            TensorLibraries.Operators.Keys.Where(_ => library != SystemTensorsLibrary.Table), member => Exists(library.Tensor, member));
    }

    private static void Exists(string type, string member) => Assert.True(IsMember(type, member), $"{type} has no {member}");

    private static bool IsMember(string type, string member)
    {
        for (var current = Platform.GetTypeByMetadataName(type); current is not null; current = current.BaseType)
        {
            if (!current.GetMembers(member).IsEmpty)
            {
                return true;
            }
        }

        return false;
    }
}
