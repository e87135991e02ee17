using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.GradientPaths;

/// <summary>BP2003 says that nothing is carried; where the carry is a product with a weight that is not known as the recurrent one, it is.</summary>
public class TruncationTests
{
    private static string Code(string carried) => $$"""
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using MathNet.Numerics.LinearAlgebra;

        public class Speller
        {
            private const int Letters = 5, Units = 4;
            private readonly List<Vector<double>> states = new(), scores = new();
            private Vector<double> state, offset;
            private Matrix<double> read, keep, say;

            private Vector<double> Read(int letter)
            {
                state = (read * Letter(letter) + keep * state + offset).Map(z => Math.Tanh(z));
                states.Add(state);
                scores.Add(say * state);
                return say * state;
            }

            private static Vector<double> Letter(int index)
            {
                var letter = Vector<double>.Build.Dense(Letters);
                letter[index] = 1;
                return letter;
            }

            public List<Vector<double>> Spell(List<int> word)
            {
                states.Clear();
                states.Add(Vector<double>.Build.Dense(Units));
                scores.Clear();
                return word.Select(letter => Read(letter)).ToList();
            }

            private void Learn(List<int> word, List<int> wanted, List<Vector<double>> spelled)
            {
                var (dRead, dKeep, dSay) = (Matrix<double>.Build.Dense(Units, Letters), Matrix<double>.Build.Dense(Units, Units), Matrix<double>.Build.Dense(Letters, Units));
                var dOffset = Vector<double>.Build.Dense(Units);
                var later = Vector<double>.Build.Dense(Units);
                for (int t = spelled.Count - 1; t >= 0; t--)
                {
                    var miss = Vector<double>.Build.Dense(Letters);
                    scores[t].CopyTo(miss);
                    miss[wanted[t]] -= 1;
                    dSay += miss.OuterProduct(states[t + 1]);
                    var reaching = miss * say + later;
                    var inner = (1 - states[t + 1].PointwiseMultiply(states[t + 1])).PointwiseMultiply(reaching);
                    dOffset += inner;
                    dRead += inner.OuterProduct(Letter(word[t]));
                    dKeep += inner.OuterProduct(states[t]);
                    later = {{carried}};
                }

                read -= 0.1 * dRead;
                keep -= 0.1 * dKeep;
                say -= 0.1 * dSay;
                offset -= 0.1 * dOffset;
            }

            public void Train(List<(List<int> Word, List<int> Wanted)> lessons)
            {
                foreach (var lesson in lessons)
                {
                    var spelled = Spell(lesson.Word);
                    Learn(lesson.Word, lesson.Wanted, spelled);
                }
            }
        }
        """;

    [Theory]
    [InlineData("inner * keep")]
    [InlineData("keep.TransposeThisAndMultiply(inner)")]
    public Task What_is_carried_through_a_weight_is_carried(string carried) => Verify.SilentAsync(Code(carried));
}
